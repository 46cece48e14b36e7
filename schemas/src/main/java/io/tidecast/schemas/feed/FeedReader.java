package io.tidecast.schemas.feed;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.feed.FeedEntry.KeyedReading;
import io.tidecast.schemas.feed.FeedEntry.Unmapped;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.v1.Reading;
import java.util.ArrayList;
import java.util.List;

/// Reads the records of a readings topic. Safe for use by several threads.
///
/// A record may hold several readings: a SenML pack, an array of objects, several lines, several fields that are a series each.
/// They come out in the order in which they stand there, and each is answered by itself: what is wrong with one does not
/// touch the others. A record that cannot be taken apart, or holds no reading, is one thing that does not map. All of it depends on
/// the record alone (and, for Avro, on schemas, which never change under their fingerprint or id).
public final class FeedReader {
    private final PlainReading plain;
    private final DocumentParser parser;
    private final DocumentMapper mapper;

    /// @param registry  for [RecordFormat#AVRO_CONFLUENT]
    /// @throws IllegalArgumentException if the mapping or the registry's options cannot be used
    public FeedReader(RecordFormat format, ReadingMapping mapping, RegistryOptions registry) {
        DocumentParser documents = switch (format) {
            case JSON -> new JsonDocuments();
            case AVRO -> AvroDocuments.singleObject(mapping.avroSchemas());
            case AVRO_CONFLUENT -> AvroDocuments.registered(registry.client());
            case LINE_PROTOCOL -> new LineProtocolDocuments(mapping.timestampUnit());
            case CSV -> new CsvDocuments(mapping.csvColumns(), mapping.csvSeparator());
            case NUMBER -> new NumberDocuments();
        };
        plain = mapping.isPlain() ? plain(documents) : PlainReading.NONE;
        parser = new CloudEventHeaders(documents);
        mapper = new DocumentMapper(mapping);
    }

    private static PlainReading plain(DocumentParser documents) {
        return switch (documents) {
            case JsonDocuments _ -> new PlainJsonReading();
            case AvroDocuments avro -> avro.plain();
            default -> PlainReading.NONE;
        };
    }

    /// What a record holds, in order; at least one entry.
    ///
    /// @throws io.tidecast.schemas.registry.RegistryException if the registry is needed and cannot be reached: that is no fault of the
    ///     record, which has to be read again later
    public List<FeedEntry> read(SourceRecord record) {
        Reading reading = CloudEvent.isInHeaders(record) ? null : plain.read(record.value());
        return reading == null ? documents(record) : List.of(new KeyedReading(null, reading));
    }

    /// The same by way of documents.
    List<FeedEntry> documents(SourceRecord record) {
        var entries = new ArrayList<FeedEntry>(1);
        try {
            parser.parse(record, new DocumentParser.Documents() {
                @Override
                public void add(Document document) {
                    mapper.map(document, record.key(), entries);
                }

                @Override
                public void refuse(BadRecordException why) {
                    entries.add(new Unmapped(why));
                }
            });
        } catch (BadRecordException e) {
            entries.add(new Unmapped(e));
        }
        if (entries.isEmpty()) {
            entries.add(new Unmapped(new BadRecordException("the record must hold a reading, got none")));
        }
        return entries;
    }
}
