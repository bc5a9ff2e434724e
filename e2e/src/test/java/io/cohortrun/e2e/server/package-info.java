/** Real servers that tests start on free ports and stop. */
package io.cohortrun.e2e.server;
