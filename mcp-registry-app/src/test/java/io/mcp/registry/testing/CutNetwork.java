package io.mcp.registry.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A network between processes of this machine that can be cut: a port whose connections
 * lead to another port. Two threads for each connection. Thread-safe.
 */
public final class CutNetwork implements AutoCloseable {

	private static final int BUFFER = 16 * 1024;

	private final int target;

	private final ServerSocket listener;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "mcp-test-network");
		thread.setDaemon(true);
		return thread;
	});

	private State state = State.WHOLE;

	private long delayNanos;

	private CutNetwork(int target, ServerSocket listener) {
		this.target = target;
		this.listener = listener;
	}

	/** A whole network that leads to a port of this machine. */
	public static CutNetwork to(int target) {
		try {
			CutNetwork network = new CutNetwork(target, new ServerSocket(0, 128, InetAddress.getByName(FreePort.HOST)));
			network.threads.execute(network::accept);
			return network;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Where to connect instead of to the target. */
	public int port() {
		return this.listener.getLocalPort();
	}

	/** Resets every connection, and each new one at once. */
	public void cut() {
		change(State.CUT);
		this.sockets.forEach(CutNetwork::reset);
	}

	/**
	 * Nothing gets through any more and nobody is told: connections stay. What is sent
	 * arrives after {@link #heal()}, as TCP has it.
	 */
	public void hold() {
		change(State.HELD);
	}

	/** From now on everything takes this much longer, in each direction. */
	public synchronized void delay(Duration delay) {
		this.delayNanos = delay.toNanos();
	}

	/** Is whole again, without a delay. */
	public void heal() {
		delay(Duration.ZERO);
		change(State.WHOLE);
	}

	private synchronized void change(State state) {
		this.state = state;
		notifyAll();
	}

	@Override
	public void close() {
		cut();
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.shutdownNow();
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket near = this.listener.accept();
				this.sockets.add(near);
				this.threads.execute(() -> join(near));
			}
			catch (IOException ex) {
				// Closed, or a connection that was given up before it was accepted
			}
		}
	}

	/** Where nobody listens at the target, the connection is reset. */
	private void join(Socket near) {
		Socket far = new Socket();
		this.sockets.add(far);
		try {
			pass(System.nanoTime());
			far.connect(new InetSocketAddress(FreePort.HOST, this.target));
			near.setTcpNoDelay(true);
			far.setTcpNoDelay(true);
			this.threads.execute(() -> pump(far, near));
			pump(near, far);
		}
		catch (IOException ex) {
			reset(near);
			reset(far);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[BUFFER];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			int length = in.read(buffer);
			while (length >= 0) {
				pass(System.nanoTime());
				out.write(buffer, 0, length);
				length = in.read(buffer);
			}
			pass(System.nanoTime());
			to.shutdownOutput();
		}
		catch (IOException ex) {
			reset(from);
			reset(to);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			if (from.isOutputShutdown() || from.isClosed()) {
				forget(from);
				forget(to);
			}
		}
	}

	private void forget(Socket socket) {
		this.sockets.remove(socket);
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Both directions have ended
		}
	}

	/** Waits as long as the network makes it wait; throws where it is cut. */
	private synchronized void pass(long sent) throws IOException, InterruptedException {
		long left = sent + this.delayNanos - System.nanoTime();
		while (this.state == State.HELD || (this.state == State.WHOLE && left > 0)) {
			if (this.state == State.HELD) {
				wait();
			}
			else {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
			left = sent + this.delayNanos - System.nanoTime();
		}
		if (this.state == State.CUT) {
			throw new IOException("The network is cut");
		}
	}

	private static void reset(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
			socket.close();
		}
		catch (IOException ex) {
			// It is closed already, which is all that was wanted
		}
	}

	private enum State {

		WHOLE, HELD, CUT

	}

}
