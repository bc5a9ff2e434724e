package io.cohortrun.workers.slide;

/**
 * The part of a slide that a picture shows, in level-0 pixels; pictures of one slide are laid over
 * each other by it.
 *
 * @param x left edge
 * @param y top edge
 * @param width of the whole picture
 * @param height of the whole picture
 */
public record Placement(double x, double y, double width, double height) {}
