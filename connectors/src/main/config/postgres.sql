-- The next-step forecasts of all series, one row for each reading that was answered.
CREATE TABLE forecasts (
  key         text             NOT NULL,  -- series id
  issued_at   timestamptz      NOT NULL,  -- time of the newest reading that the forecast knows
  target_time timestamptz      NOT NULL,  -- time that it is for
  horizon     integer          NOT NULL,  -- steps ahead
  value       double precision NOT NULL,  -- the forecast, in the unit of the sensor
  lower       double precision NOT NULL,  -- its interval
  upper       double precision NOT NULL,
  level       double precision NOT NULL,  -- share of truths that the interval is calibrated to cover
  status      text             NOT NULL,  -- WARMING_UP, OK or STALE
  actual      double precision,           -- value of the reading at issued_at
  model       text             NOT NULL,
  updates     bigint           NOT NULL,  -- truths that the model has learnt from
  PRIMARY KEY (key, issued_at)
);

-- What was forecast for a time beside what came.
CREATE VIEW forecast_errors AS
SELECT f.key, f.target_time, f.value, f.lower, f.upper, a.actual,
       a.actual - f.value AS error, a.actual BETWEEN f.lower AND f.upper AS covered
FROM forecasts f
JOIN forecasts a ON a.key = f.key AND a.issued_at = f.target_time
WHERE a.actual IS NOT NULL;
