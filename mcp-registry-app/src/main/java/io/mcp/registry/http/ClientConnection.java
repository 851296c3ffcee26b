package io.mcp.registry.http;

import java.net.InetSocketAddress;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import reactor.netty.Connection;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * The connection beneath a request, for what the framework cannot say: on which thread it
 * lives, and when bytes are in the socket.
 *
 * @param channel the connection
 * @param client address of the other end; of the client before a proxy, where forwarded
 * headers are trusted
 */
record ClientConnection(Channel channel, String client) {

	static ClientConnection of(ServerHttpRequest request) {
		Connection connection = ServerHttpRequestDecorator.getNativeRequest(request);
		InetSocketAddress remote = request.getRemoteAddress();
		// Not its address: one from a forwarded header is not resolved and has none.
		return new ClientConnection(connection.channel(), (remote != null) ? remote.getHostString() : "unknown");
	}

	EventLoop eventLoop() {
		return this.channel.eventLoop();
	}

	/** Runs it on the connection's thread, at once where this is it. */
	void onEventLoop(Runnable task) {
		if (eventLoop().inEventLoop()) {
			task.run();
		}
		else {
			eventLoop().execute(task);
		}
	}

}
