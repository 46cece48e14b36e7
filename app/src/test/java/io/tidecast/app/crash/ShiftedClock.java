package io.tidecast.app.crash;

import static java.lang.constant.ConstantDescs.CD_long;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// A wall clock that is wrong, and jumps: an agent that puts it in the place of `System.currentTimeMillis` in Kafka's classes and Tidecast's.
public final class ShiftedClock implements ClassFileTransformer {
    private static final Duration JUMP = Duration.ofHours(1);
    private static final ClassDesc HERE = ClassDesc.of(ShiftedClock.class.getName());
    private static final MethodTypeDesc NOW = MethodTypeDesc.of(CD_long);
    private static final AtomicLong SHIFT_MS = new AtomicLong();

    /// The agent's start.
    ///
    /// @param shift of the clock from the beginning, ms
    public static void premain(String shift, Instrumentation instrumentation) {
        SHIFT_MS.set(Long.parseLong(shift));
        instrumentation.addTransformer(new ShiftedClock());
    }

    /// What the instrumented classes take for the time.
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + SHIFT_MS.get();
    }

    /// An hour ahead.
    static void jump() {
        SHIFT_MS.addAndGet(JUMP.toMillis());
    }

    /// What has to stand on a JVM's command line.
    ///
    /// @param directory where the agent's jar is put, which holds no class: they are on the class path
    static String option(Path directory, Duration shift) throws IOException {
        Path jar = Files.createDirectories(directory).resolve("shifted-clock.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", ShiftedClock.class.getName());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return "-javaagent:%s=%d".formatted(jar, shift.toMillis());
    }

    @Override
    public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String name,
            @Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] bytes) {
        if (name == null || !(name.startsWith("org/apache/kafka/") || name.startsWith("io/tidecast/"))
                || name.endsWith("/ShiftedClock")) {
            return null;
        }
        var classes = ClassFile.of();
        return classes.transformClass(classes.parse(bytes),
                ClassTransform.transformingMethodBodies(ShiftedClock::replace));
    }

    private static void replace(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeInstruction call && call.opcode() == Opcode.INVOKESTATIC
                && call.owner().asInternalName().equals("java/lang/System")
                && call.name().equalsString("currentTimeMillis")) {
            code.invokestatic(HERE, "currentTimeMillis", NOW);
        } else {
            code.with(element);
        }
    }
}
