/** What turns need of the world: Temporal, worker pools, statuses. Each may be called twice. */
package io.cohortrun.operator.ports;
