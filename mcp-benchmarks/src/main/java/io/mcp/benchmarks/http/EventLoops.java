package io.mcp.benchmarks.http;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The few threads that carry all connections of a run. Thread-safe. */
public final class EventLoops implements AutoCloseable {

	private final EventLoopGroup group;

	/**
	 * Starts no thread yet.
	 * @param threads how many
	 */
	public EventLoops(int threads) {
		this.group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("mcp-benchmark", true),
				NioIoHandler.newFactory());
	}

	/** The next of them. */
	public EventLoop next() {
		return this.group.next();
	}

	@Override
	public void close() {
		this.group.shutdownGracefully();
	}

}
