package io.tidecast.app.crash;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/// State goes to the disk soon, so that a disk that is full shows while the application runs.
public final class SmallMemtables implements RocksDBConfigSetter {
    private static final int BYTES = 256 << 10;

    @Override
    public void setConfig(String store, Options options, Map<String, Object> config) {
        options.setWriteBufferSize(BYTES);
    }

    @Override
    public void close(String store, Options options) {
        // Nothing was opened.
    }
}
