package io.tidecast.schemas;

import static org.apache.avro.util.ClassSecurityValidator.composite;
import static org.apache.avro.util.ClassSecurityValidator.getGlobal;
import static org.apache.avro.util.ClassSecurityValidator.setGlobal;

import io.tidecast.v1.Reading;

/// Avro 1.12.2 and later makes instances only of classes that it is told to trust. This adds the generated records to
/// whatever the process trusts already.
final class TrustedRecords {
    static {
        String generated = Reading.class.getPackageName();
        setGlobal(composite(getGlobal(), type -> type.getPackageName().equals(generated)));
    }

    private TrustedRecords() {}

    /// Makes sure that it is done; the class loader does it once.
    static void ensure() {}
}
