package io.mcp.registry.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.Base16;

/**
 * A script beside this class, run by its digest and sent whole only to a server that has
 * not seen it. Thread-safe.
 */
final class LuaScript {

	private final byte[] source;

	private final String digest;

	LuaScript(String name) {
		this.source = read(name);
		this.digest = Base16.digest(this.source);
	}

	/** Runs it; the answer is its table. */
	CompletionStage<List<Object>> run(RedisClusterAsyncCommands<String, byte[]> redis, String[] keys, byte[]... args) {
		CompletionStage<List<Object>> byDigest = redis.evalsha(this.digest, ScriptOutputType.MULTI, keys, args);
		return byDigest.exceptionallyCompose((failure) -> {
			if (StoreFailures.cause(failure) instanceof RedisNoScriptException) {
				return redis.eval(this.source, ScriptOutputType.MULTI, keys, args);
			}
			return CompletableFuture.failedStage(failure);
		});
	}

	private static byte[] read(String name) {
		try (InputStream in = LuaScript.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("No script '" + name + "' beside " + LuaScript.class.getName());
			}
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Script '" + name + "' could not be read", ex);
		}
	}

}
