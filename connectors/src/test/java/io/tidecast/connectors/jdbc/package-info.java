/// The configuration and the tables that are shipped for Debezium's JDBC sink.
@NullMarked
package io.tidecast.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
