-- Renews a replica's own lease and tells who else is there; forgets replicas whose lease ended.
-- KEYS: members hash, number of partitions, prefix of the replicas' leases (same slot).
-- ARGV: replica id, description, ttl in ms, number of partitions.
-- Answers {number of partitions that the first replica chose, id, id, ...}.

redis.call('SETNX', KEYS[2], ARGV[4])
redis.call('SET', KEYS[3] .. ARGV[1], ARGV[2], 'PX', ARGV[3])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
local answer = { tonumber(redis.call('GET', KEYS[2])) }
for _, id in ipairs(redis.call('HKEYS', KEYS[1])) do
  if redis.call('EXISTS', KEYS[3] .. id) == 1 then
    answer[#answer + 1] = id
  else
    redis.call('HDEL', KEYS[1], id)
  end
end
return answer
