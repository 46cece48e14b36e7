# The tidecast command in a container. Build the jars first: ./mvnw -DskipTests package
FROM eclipse-temurin:25-jre

LABEL org.opencontainers.image.title="Tidecast" \
      org.opencontainers.image.description="Online recurrent-network forecasts for Kafka topics" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:25-jre"

# The state of the forecasters; a volume of its own for each container.
RUN mkdir -p /var/lib/tidecast && chown 10001:10001 /var/lib/tidecast
VOLUME /var/lib/tidecast

# What others wrote changes rarely and is large; what we wrote is small and changes often.
COPY app/target/lib/[^t]*.jar app/target/lib/t[^i]*.jar app/target/lib/ti[^d]*.jar /opt/tidecast/lib/
COPY app/target/lib/tidecast-*.jar /opt/tidecast/lib/
COPY app/target/tidecast-app.jar /opt/tidecast/
COPY docker/tidecast.properties /etc/tidecast/tidecast.properties

USER 10001:10001

# The page, the queries and the metrics.
EXPOSE 9464

# What `tidecast health` looks for, by the shell: each time a JVM would take a second of a core.
ENV TIDECAST_HEALTH_FILE=/tmp/tidecast.health
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 \
    CMD grep '^RUNNING ' "$TIDECAST_HEALTH_FILE" && find "$TIDECAST_HEALTH_FILE" -newermt '30 seconds ago' | grep -q .

# Further options of the JVM: JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "--sun-misc-unsafe-memory-access=allow", "--add-modules", "jdk.incubator.vector", "-jar", "/opt/tidecast/tidecast-app.jar"]
CMD ["run", "--config", "/etc/tidecast/tidecast.properties"]
