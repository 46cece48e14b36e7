-- After postgres.sql, in a database with the extension timescaledb.
SELECT create_hypertable('forecasts', by_range('issued_at'));
