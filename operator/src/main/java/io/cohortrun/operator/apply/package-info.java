/** One turn: observation to decision to intents to status, through ports. */
package io.cohortrun.operator.apply;
