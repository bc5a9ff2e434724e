/** The object store port, its layout, content addressing and commits. */
package io.cohortrun.workers.store;
