package io.tidecast.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The model core in `double`: its own sources with `float` replaced by `double`, compiled in memory.
///
/// The core computes in `float`, where a wrong term of a gradient can hide behind rounding. The same code path in `double`
/// leaves it nowhere to hide.
final class DoublePrecision {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path VECTOR = MAIN.resolve("io/tidecast/model/kernel/vector");
    private static final Path TEST = Path.of("src/test/java");

    /// The test classes that are translated too.
    private static final List<Class<?>> CHECKERS = List.of(
            AutomaticDifferentiation.class, AwkwardSizes.class, CentralDifferences.class, Deviation.class,
            EmbeddingGoldens.class,
            FeedForwardGoldens.class, GoldenFile.class, OptimizerGoldens.class, RecurrentGoldens.class);

    /// Translated once, when first asked for.
    private static final class Translated {
        static final Loader LOADER = translate();
    }

    private DoublePrecision() {}

    /// Runs the translated `checker` against the translated main sources.
    static String run(Class<? extends Supplier<String>> checker) throws ReflectiveOperationException {
        var translated = Translated.LOADER.loadClass(checker.getName()).getConstructor().newInstance();
        return (String) ((Supplier<?>) translated).get();
    }

    private static Loader translate() {
        var sources = new ArrayList<Path>();
        try {
            for (var name : List.of("kernel", "nn", "train")) {
                try (Stream<Path> files = Files.walk(MAIN.resolve("io/tidecast/model/" + name))) {
                    // There are no vectors of 8 doubles to translate the vector kernels to.
                    files.filter(file -> file.toString().endsWith(".java") && !file.startsWith(VECTOR))
                            .sorted().forEach(sources::add);
                }
            }
            CHECKERS.forEach(type -> sources.add(TEST.resolve(type.getName().replace('.', '/') + ".java")));
            return new Loader(compile(sources));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Types, boxes, buffers, parsers, literals.
    private static String translate(String source) {
        return source
                .replaceAll("\\bfloat\\b", "double")
                .replaceAll("\\bFloat\\b", "Double")
                .replaceAll("\\basFloatBuffer\\b", "asDoubleBuffer")
                .replaceAll("\\bparseFloat\\b", "parseDouble")
                .replaceAll("\\b(\\d[\\d.e-]*)f\\b", "$1d");
    }

    private static Map<String, byte[]> compile(List<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var units = new ArrayList<JavaFileObject>();
        for (var file : sources) {
            units.add(new Source(file, translate(Files.readString(file))));
        }
        var errors = new java.io.StringWriter();
        try (var files = new ClassFiles(compiler.getStandardFileManager(null, null, null))) {
            if (!compiler.getTask(errors, files, null, List.of("-proc:none"), null, units).call()) {
                throw new IllegalStateException("the translated sources do not compile:\n" + errors);
            }
            var classes = new HashMap<String, byte[]>();
            files.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Path file, String text) {
            super(URI.create("string:///" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /// Keeps what the compiler writes.
    private static final class ClassFiles extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        ClassFiles(JavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                }
            };
        }
    }

    /// Looks into the translated classes before the class path.
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(DoublePrecision.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                return super.loadClass(name, resolve);
            }
            var loaded = findLoadedClass(name);
            return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
        }
    }
}
