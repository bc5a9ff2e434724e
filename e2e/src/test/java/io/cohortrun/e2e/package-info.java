/** Tests on real servers and whole processes, and what starts them. */
package io.cohortrun.e2e;
