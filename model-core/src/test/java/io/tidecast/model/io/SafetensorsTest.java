package io.tidecast.model.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.RecurrentOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @Test
    void whatIsWrittenIsReadToTheBit(@TempDir Path directory) throws IOException {
        float[] floats = {0f, -0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 1 / 3f};
        double[] doubles = {Math.PI, Double.MIN_VALUE};
        var tensors = new TreeMap<>(
                Map.of(
                        "matrix", StoredTensor.of(List.of(2, 3), floats), "vector ü\"",
                        StoredTensor.of(List.of(2), doubles),
                        "number", StoredTensor.of(List.of(), 7f), "none",
                        StoredTensor.of(List.of(0, 5), new float[0])));
        var written = new Safetensors(tensors, new TreeMap<>(Map.of("cell", "gru", "Größe", "\u2028\"\\")));
        written.write(directory.resolve("model.safetensors"));

        var read = Safetensors.read(directory.resolve("model.safetensors"));

        assertEquals(written, read);
        assertArrayEquals(floats, read.tensor("matrix").toFloats());
        double[] got = new double[2];
        read.tensor("vector ü\"").data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(got);
        assertArrayEquals(doubles, got);
    }

    @Test
    void theSameContentGivesTheSameAlignedBytes() throws IOException {
        byte[] bytes = gru().toBytes();
        assertArrayEquals(bytes, gru().toBytes());
        assertArrayEquals(bytes, Safetensors.read(bytes).toBytes());
        assertEquals(0, headerLength(bytes) % 8);
    }

    @Test
    void aDoubleMayBeReadIntoAFloat() {
        assertArrayEquals(new float[]{0.1f}, StoredTensor.of(List.of(1), 0.1).toFloats());
    }

    @Test
    void aTensorThatHasNotItsShapesBytesIsRefused() {
        var message = assertThrows(
                IllegalArgumentException.class, () -> StoredTensor.of(List.of(2, 2), 1f, 2f, 3f))
                .getMessage();
        assertEquals("F32 of shape [2, 2] must have 16 bytes, got 12", message);
    }

    @Test
    void aSmallFileOfTheReferenceIsRead() throws IOException {
        // The example of the format's specification, with a header that ends in spaces.
        byte[] file = file(
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},\"__metadata__\":{\"a\":\"b\"}}   ",
                8);
        var read = Safetensors.read(file);
        assertEquals(Map.of("a", "b"), read.metadata());
        assertArrayEquals(new float[2], read.tensor("t").toFloats());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}  | a.dtype must be F32 or F64, got F16
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}  | a of type F32 and shape [2] must have 8 bytes, got 0 to 4
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  | the tensors must cover all 8 bytes after the header, got 4
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}  | a must begin at byte 0 and end at most at 8, without gap or overlap, got 4 to 8
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} | a must begin at byte 0 and end at most at 8, without gap or overlap, got 0 to 12
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}  | a of type F32 and shape [2] must have 8 bytes, got 8 to 0
            {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}} | a.shape must be an array of integers of at least 0, got -2
            {"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}} | a.shape must be an array of integers, got 2.0
            {"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}} | a: shape must have dimensions of at least 0 whose product fits, got [2147483647, 2147483647, 2147483647]
            {"a":{"dtype":"F32","shape":[4294967298],"data_offsets":[0,8]}} | a.shape must have dimensions below 2^31, got [4294967298]
            {"a":{"dtype":"F32","shape":[2]}} | a must have a dtype, a shape and two data_offsets, got F32, [2] and null
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}} | a must have dtype, shape and data_offsets only, got x
            {"a":1} | a must be an object, got 1
            {"__metadata__":{"a":1}} | __metadata__.a must be a string, got 1
            {} {} | the header must be one object and nothing more, got {
            []  | the header must begin with {
            """)
    void aHeaderThatLiesIsRefusedByName(String header, String message) {
        assertEquals(message, refusal(file(header, 8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
            "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}", "{\"a\":",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},}"})
    void aHeaderThatIsNotJsonOrNamesSomethingTwiceIsRefused(String header) {
        var message = refusal(file(header, 8));
        assertTrue(message.startsWith("the header must be JSON in UTF-8: "), message);
    }

    @Test
    void overlappingTensorsAreRefused() {
        var message = refusal(
                file(
                        """
                                {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
                                "b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
                        8));
        assertEquals(
                "b must begin at byte 8 and end at most at 8, without gap or overlap, got 4 to 8", message);
    }

    @ParameterizedTest
    @CsvSource({"-1, 18446744073709551615", "9223372036854775807, 9223372036854775807", "5, 5"})
    void aHeaderLongerThanTheFileIsRefused(long length, String shown) {
        byte[] file = file("{}  ", 0);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        assertEquals("the header's length must be from 0 to 4, got " + shown, refusal(file));
    }

    @Test
    void aFileOfMoreThanTwoGibibytesIsRefusedUnread(@TempDir Path directory) throws IOException {
        var file = directory.resolve("sparse.safetensors");
        try (var channel = Files.newByteChannel(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE,
                StandardOpenOption.WRITE)) {
            channel.position(1L << 31).write(ByteBuffer.wrap(new byte[1]));
        }
        assertThrows(ModelFormatException.class, () -> Safetensors.read(file));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFilesAreReadOrRefusedButDoNothingElse(long seed) {
        byte[] file = gru().toBytes();
        int refused = new HostileFiles(Safetensors::read, seed).attack(file, 5_000);
        // No truncation is a valid file.
        assertTrue(refused > file.length, () -> "refused " + refused);
    }

    private static Safetensors gru() {
        var network = Networks.seeded(new RecurrentOptions(new Gru(), 2, 3), 1, true, 1);
        return StateDict.of(network.parameters(), "model.", Map.of("cell", "gru"));
    }

    private static String refusal(byte[] file) {
        return String.valueOf(
                assertThrows(ModelFormatException.class, () -> Safetensors.read(file)).getMessage());
    }

    private static long headerLength(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length).put(text).array();
    }
}
