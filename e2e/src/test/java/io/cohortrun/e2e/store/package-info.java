/** Stores on real S3 servers and on file systems that fail. */
package io.cohortrun.e2e.store;
