package io.tidecast.schemas.feed;

import io.tidecast.schemas.BadRecordException;

/// Takes the bytes of one format apart. Safe for use by several threads.
interface DocumentParser {
    /// Hands the documents of a record to `out`, in their order, and what is none of them likewise.
    ///
    /// @throws BadRecordException if the record as a whole cannot be read
    void parse(SourceRecord record, Documents out) throws BadRecordException;

    /// Takes what a parser finds.
    interface Documents {
        /// One document.
        void add(Document document);

        /// A part of the record that cannot be read; the others can.
        void refuse(BadRecordException why);
    }
}
