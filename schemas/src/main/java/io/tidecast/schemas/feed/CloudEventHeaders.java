package io.tidecast.schemas.feed;

import io.tidecast.schemas.BadRecordException;
import java.time.Instant;

/// CloudEvents in binary mode: the attributes are headers of the record, the data are its value, in whatever format.
///
/// @param data  of the value
record CloudEventHeaders(DocumentParser data) implements DocumentParser {
    @Override
    public void parse(SourceRecord record, Documents out) throws BadRecordException {
        CloudEvent event = CloudEvent.ofHeaders(record);
        if (event == null) {
            data.parse(record, out);
            return;
        }
        Instant time = event.time();
        data.parse(record, new Documents() {
            @Override
            public void add(Document document) {
                out.add(event.wrap(document, time));
            }

            @Override
            public void refuse(BadRecordException why) {
                out.refuse(why);
            }
        });
    }
}
