package io.tidecast.model.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Named tensors in the safetensors format (https://github.com/huggingface/safetensors#format).
///
/// The file is the length `n` of the header (8 bytes, little-endian), a header of `n` bytes of JSON, and the values. The
/// header gives each tensor's type, shape and range of bytes, and may hold a map of strings as `__metadata__`.
///
/// @param tensors  by name
/// @param metadata free text by name
public record Safetensors(SortedMap<String, StoredTensor> tensors, SortedMap<String, String> metadata) {
    /// The longest header that is read, in bytes; the limit of the reference implementation.
    public static final int MAX_HEADER_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = Long.BYTES;

    public Safetensors {
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        if (tensors.containsKey(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException(
                    "no tensor may be named " + SafetensorsHeader.METADATA);
        }
    }

    /// Reads a file of less than 2 GiB.
    ///
    /// @throws ModelFormatException as [#read(byte[])], or when the file is larger
    public static Safetensors read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > Integer.MAX_VALUE - LENGTH_BYTES) {
            throw new ModelFormatException(
                    "%s must be smaller than 2 GiB, got %d bytes".formatted(file, size));
        }
        return read(Files.readAllBytes(file));
    }

    /// Reads the bytes of a file; the tensors share them.
    ///
    /// The tensors must cover the bytes after the header completely, without gap or overlap, as the reference
    /// implementation demands. Memory grows with the file's real size only, never with a size that it claims.
    ///
    /// @throws ModelFormatException when a length, a range, a shape or the JSON is wrong, a name occurs twice, or a type is
    ///                              neither F32 nor F64
    public static Safetensors read(byte[] file) throws ModelFormatException {
        int begin = LENGTH_BYTES + headerLength(file);
        var header = SafetensorsHeader.parse(file, LENGTH_BYTES, begin - LENGTH_BYTES);
        requireCover(header.entries(), file.length - begin);
        var tensors = new TreeMap<String, StoredTensor>();
        for (var entry : header.entries()) {
            var data = ByteBuffer.wrap(file, (int) (begin + entry.begin()), (int) entry.length());
            tensors.put(entry.name(), new StoredTensor(entry.dataType(), entry.shape(), data));
        }
        return new Safetensors(tensors, header.metadata());
    }

    /// The tensor of that name.
    ///
    /// @throws IllegalArgumentException when there is none
    public StoredTensor tensor(String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "no tensor is named %s; there are %s".formatted(name, tensors.keySet()));
        }
        return tensor;
    }

    /// The bytes of the file: the same for the same content.
    ///
    /// The wider type comes first and then the name decides, as in the reference implementation; the header is filled up
    /// with spaces, so that every value is aligned.
    public byte[] toBytes() {
        List<Map.Entry<String, StoredTensor>> order = tensors.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().dataType(), Comparator.reverseOrder()))
                .toList();
        byte[] header = SafetensorsHeader.format(order, metadata);
        int length = order.stream().map(entry -> entry.getValue().data().remaining())
                .reduce(LENGTH_BYTES + header.length, Math::addExact);
        var file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        order.forEach(entry -> file.put(entry.getValue().data().duplicate()));
        return file.array();
    }

    /// Writes [#toBytes].
    public void write(Path file) throws IOException {
        Files.write(file, toBytes());
    }

    private static int headerLength(byte[] file) throws ModelFormatException {
        if (file.length < LENGTH_BYTES) {
            throw new ModelFormatException(
                    "the file must begin with %d bytes that give the header's length, got %d bytes"
                            .formatted(LENGTH_BYTES, file.length));
        }
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int most = Math.min(MAX_HEADER_BYTES, file.length - LENGTH_BYTES);
        if (length < 0 || length > most) {
            throw new ModelFormatException(
                    "the header's length must be from 0 to %d, got %s"
                            .formatted(most, Long.toUnsignedString(length)));
        }
        return (int) length;
    }

    private static void requireCover(List<SafetensorsHeader.Entry> entries, int length)
            throws ModelFormatException {
        long next = 0;
        // Of two that begin alike, the first must be empty.
        var order = Comparator.comparingLong(SafetensorsHeader.Entry::begin)
                .thenComparingLong(SafetensorsHeader.Entry::end);
        for (var entry : entries.stream().sorted(order).toList()) {
            if (entry.begin() != next || entry.end() > length) {
                throw new ModelFormatException(
                        "%s must begin at byte %d and end at most at %d, without gap or overlap, got %d to %d"
                                .formatted(entry.name(), next, length, entry.begin(), entry.end()));
            }
            next = entry.end();
        }
        if (next != length) {
            throw new ModelFormatException(
                    "the tensors must cover all %d bytes after the header, got %d".formatted(length, next));
        }
    }
}
