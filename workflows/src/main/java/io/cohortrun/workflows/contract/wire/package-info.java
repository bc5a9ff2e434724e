/**
 * How processes reach Temporal: certificates, and what payloads look like on the way. Operator,
 * workflow worker and workers must agree on it.
 */
package io.cohortrun.workflows.contract.wire;
