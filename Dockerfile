# Two images from one build:
#   docker build -t mcp-registry .                          the registry (the default, because it is last)
#   docker build -t mcp-sample-service --target sample .    the sample application
# No BuildKit features, so that every builder can use it.

# ---- jars ----
# Not Alpine: code generators that Maven downloads are linked with glibc.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src

# Naming a user makes the Maven wrapper download with Java, which is always here and knows the JDK's
# certificates, instead of whichever wget the image has. A server that asks for no user is sent none.
ENV MVNW_USERNAME=anonymous MVNW_PASSWORD=anonymous

# The poms alone first: the libraries stay in this layer until a pom changes.
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY mcp-protocol/pom.xml mcp-protocol/
COPY mcp-discovery-client/pom.xml mcp-discovery-client/
COPY mcp-spring-boot-starter/pom.xml mcp-spring-boot-starter/
COPY mcp-registry-app/pom.xml mcp-registry-app/
COPY mcp-sample-service/pom.xml mcp-sample-service/
COPY mcp-benchmarks/pom.xml mcp-benchmarks/
RUN ./mvnw -q -B -Dmaven.test.skip -Dspring-boot.repackage.skip package

# Tests and formatting are checked by "./mvnw verify", not by every image.
COPY . .
RUN ./mvnw -q -B -Dmaven.test.skip -Dspring-javaformat.skip package

# ---- layers: libraries, which seldom change, apart from the application, which does ----
FROM eclipse-temurin:25-jre-alpine AS layers
WORKDIR /layers
COPY --from=build /src/mcp-registry-app/target/mcp-registry-app.jar registry.jar
COPY --from=build /src/mcp-sample-service/target/mcp-sample-service.jar sample.jar
RUN java -Djarmode=tools -jar registry.jar extract --layers --destination registry \
	&& java -Djarmode=tools -jar sample.jar extract --layers --destination sample

# ---- what both images share ----
FROM eclipse-temurin:25-jre-alpine AS runtime
RUN addgroup -S -g 10001 mcp && adduser -S -D -H -u 10001 -G mcp mcp
WORKDIR /app
# The heap follows the container's memory limit. Set JAVA_TOOL_OPTIONS yourself and these make way.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"

# ---- docker build --target sample ----
FROM runtime AS sample
COPY --from=layers /layers/sample/dependencies/ ./
COPY --from=layers /layers/sample/spring-boot-loader/ ./
COPY --from=layers /layers/sample/snapshot-dependencies/ ./
COPY --from=layers /layers/sample/application/ ./
# The last lists, for a start without a registry: nobody else may write there
RUN mkdir -m 700 /lists && chown mcp:mcp /lists
ENV MCP_DISCOVERY_CLIENT_SNAPSHOT_DIRECTORY=/lists
USER mcp
ENV SERVER_PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
	CMD wget -q -O /dev/null "http://127.0.0.1:$SERVER_PORT/actuator/health/readiness" || exit 1
ENTRYPOINT ["java", "-jar", "sample.jar"]

# ---- docker build ----
FROM runtime AS registry
COPY --from=layers /layers/registry/dependencies/ ./
COPY --from=layers /layers/registry/spring-boot-loader/ ./
COPY --from=layers /layers/registry/snapshot-dependencies/ ./
COPY --from=layers /layers/registry/application/ ./
# Without spring.data.redis.* the registry starts its bundled Redis here; mount a volume to keep the data.
RUN mkdir /data && chown mcp:mcp /data
ENV MCP_REGISTRY_EMBEDDED_REDIS_DIR=/data
USER mcp
ENV SERVER_PORT=6270
# HTTP (API and actuator), gRPC, MCP over TCP
EXPOSE 6270 6271 6272
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
	CMD wget -q -O /dev/null "http://127.0.0.1:$SERVER_PORT/actuator/health/readiness" || exit 1
ENTRYPOINT ["java", "-jar", "registry.jar"]
