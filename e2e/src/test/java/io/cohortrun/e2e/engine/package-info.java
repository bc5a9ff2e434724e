/** The workflow engine on a real Temporal server. */
package io.cohortrun.e2e.engine;
