package io.mcp.benchmarks.http;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param body the body as text, empty where there is none
 */
public record HttpAnswer(int status, String body) {

}
