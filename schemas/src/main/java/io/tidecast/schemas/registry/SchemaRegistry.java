package io.tidecast.schemas.registry;

import org.apache.avro.Schema;

/// Schemas by number, shared by all who write and read a topic. Safe for use by several threads.
///
/// A schema never changes under its id, so what is read through a registry is still a function of the log alone.
public interface SchemaRegistry {
    /// Puts a schema under a subject, or finds that it stands there.
    ///
    /// @param subject  by convention the topic's name and `-value`
    /// @return the schema's id
    /// @throws RegistryException if the registry cannot be reached or refuses the schema
    int register(String subject, Schema schema);

    /// The schema with this id.
    ///
    /// @throws UnknownSchemaException if the registry has none
    /// @throws RegistryException      if the registry cannot be reached
    Schema byId(int id) throws UnknownSchemaException;
}
