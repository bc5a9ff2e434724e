/**
 * Pure decisions: an observation in, intents and verdicts out; no clock, no cluster, no Temporal.
 */
package io.cohortrun.operator.decide;
