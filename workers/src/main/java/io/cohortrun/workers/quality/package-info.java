/** Quality of translation on regions of which real immunofluorescence is given. */
package io.cohortrun.workers.quality;
