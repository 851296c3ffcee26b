package io.mcp.discovery.balance;

import java.util.Set;

import io.mcp.protocol.InstanceInfo;
import org.jspecify.annotations.Nullable;

/**
 * Picks one instance of a fixed list. Thread-safe; made anew when the list changes, so
 * that callers share nothing but this object. Allocates nothing.
 */
public interface Picker {

	/**
	 * The next instance that was not tried yet.
	 * @param triedInstanceIds ids that must not be picked; usually empty
	 * @return the instance; {@code null} where all that may get calls were tried
	 */
	@Nullable InstanceInfo pick(Set<String> triedInstanceIds);

}
