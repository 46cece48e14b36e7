package io.tidecast.model.kernel.openblas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// Where OpenBLAS comes from: a file that is named, bytedeco's jar for this platform on the class path, or the system.
///
/// @param place what was loaded
record OpenBlasLibrary(SymbolLookup symbols, String place) {
    /// Names a file to load.
    static final String PROPERTY = "tidecast.openblas";
    static final String HINT = "there is no OpenBLAS: put org.bytedeco:openblas for %s on the class path, install it, or name the library by -D%s=FILE"
            .formatted(platform(), PROPERTY);

    private static final String DIRECTORY = "org/bytedeco/openblas/" + platform() + "/";
    private static final List<String> NAMES = List.of("libopenblas.so.0", "libopenblas.0.dylib",
            "libopenblas.dylib", "libopenblas.dll");

    /// The library, loaded for as long as the process runs.
    static Optional<OpenBlasLibrary> find() {
        String file = System.getProperty(PROPERTY);
        if (file != null) {
            return Optional.of(load(Path.of(file).toAbsolutePath()));
        }
        URL directory = OpenBlasLibrary.class.getClassLoader().getResource(DIRECTORY);
        return directory == null ? installed() : unpacked(directory);
    }

    @SuppressWarnings("restricted")
    private static OpenBlasLibrary load(Path file) {
        return new OpenBlasLibrary(SymbolLookup.libraryLookup(file, Arena.global()), file.toString());
    }

    @SuppressWarnings("restricted")
    private static Optional<OpenBlasLibrary> installed() {
        for (String name : NAMES) {
            try {
                return Optional.of(new OpenBlasLibrary(SymbolLookup.libraryLookup(name, Arena.global()),
                        "the system's " + name));
            } catch (IllegalArgumentException e) {
                // Not under this name.
            }
        }
        return Optional.empty();
    }

    /// Unpacks the jar's libraries into a directory of their own, where they find each other.
    private static Optional<OpenBlasLibrary> unpacked(URL directory) {
        try {
            if (!(directory.openConnection() instanceof JarURLConnection connection)) {
                return Optional.empty();
            }
            // The class loader's own copy stays open.
            connection.setUseCaches(false);
            Path place = Files.createTempDirectory("tidecast-openblas");
            place.toFile().deleteOnExit();
            var files = new ArrayList<Path>();
            try (JarFile jar = connection.getJarFile()) {
                for (JarEntry entry : jar.stream().filter(OpenBlasLibrary::isNeeded).toList()) {
                    Path file = place.resolve(entry.getName().substring(DIRECTORY.length()));
                    try (var in = jar.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                    file.toFile().deleteOnExit();
                    files.add(file);
                }
                return loadWithNeighbours(files).map(
                        found -> new OpenBlasLibrary(found.symbols(), jar.getName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// OpenBLAS and what it is linked to, but not the bindings to Java.
    private static boolean isNeeded(JarEntry entry) {
        String name = entry.getName();
        return name.startsWith(DIRECTORY) && name.indexOf('/', DIRECTORY.length()) < 0 && !entry.isDirectory()
                && !name.contains("jni");
    }

    /// Where the system does not look for libraries beside the one that it loads, those must be loaded before.
    private static Optional<OpenBlasLibrary> loadWithNeighbours(List<Path> files) {
        Optional<OpenBlasLibrary> openBlas = Optional.empty();
        var waiting = new ArrayList<>(files);
        for (int round = 0; round < files.size(); round++) {
            for (Path file : List.copyOf(waiting)) {
                try {
                    var library = load(file);
                    waiting.remove(file);
                    if (file.getFileName().toString().contains("openblas")) {
                        openBlas = Optional.of(library);
                    }
                } catch (IllegalArgumentException e) {
                    // Another one first.
                }
            }
        }
        return openBlas;
    }

    /// As bytedeco names it.
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        return (system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macosx" : "linux")
                + (processor.equals("aarch64") ? "-arm64" : "-x86_64");
    }
}
