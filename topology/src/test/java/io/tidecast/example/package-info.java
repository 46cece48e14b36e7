/// Applications of users, as the documentation shows them: they see what is public, and nothing else.
@NullMarked
package io.tidecast.example;

import org.jspecify.annotations.NullMarked;
