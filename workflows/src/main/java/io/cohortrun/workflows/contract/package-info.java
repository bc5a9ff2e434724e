/**
 * What crosses Temporal: workflow and activity interfaces, inputs, receipts, queue names and memo
 * keys. No behaviour lives here.
 */
package io.cohortrun.workflows.contract;
