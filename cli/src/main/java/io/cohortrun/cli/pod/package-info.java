/** What the image runs in a cluster: workers of one run, and the worker of all workflows. */
package io.cohortrun.cli.pod;
