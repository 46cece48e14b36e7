/// Looks for what keeps a pipeline from running, or will one day: on this machine and in the cluster.
@NullMarked
package io.tidecast.app.doctor;

import org.jspecify.annotations.NullMarked;
