/** What is known of one run at one moment, as values: gathered by adapters, judged by decisions. */
package io.cohortrun.operator.observe;
