-- Renews a replica's own lease and tells who else is there; forgets replicas whose lease ended.
-- A replica that finds nobody alive, itself included, begins the roll anew: whatever was not renewed before that
-- moment could not be renewed. One that divides the data otherwise does not get on the roll.
-- KEYS: members hash, number of partitions, when the roll began, prefix of the replicas' leases (same slot).
-- ARGV: replica id, description, ttl in ms, number of partitions.
-- Answers {number of partitions that the first replica chose, age of the roll in ms, id, id, ...}.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('SETNX', KEYS[2], ARGV[4])
local partitions = redis.call('GET', KEYS[2])
if partitions ~= ARGV[4] then
  return { tonumber(partitions), 0 }
end

local alive = {}
for _, id in ipairs(redis.call('HKEYS', KEYS[1])) do
  if redis.call('EXISTS', KEYS[4] .. id) == 1 then
    alive[#alive + 1] = id
  else
    redis.call('HDEL', KEYS[1], id)
  end
end
if #alive == 0 then
  redis.call('SET', KEYS[3], string.format('%.0f', now))
end
redis.call('SET', KEYS[4] .. ARGV[1], ARGV[2], 'PX', ARGV[3])
if redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  alive[#alive + 1] = ARGV[1]
end
local answer = { tonumber(partitions), math.max(0, now - tonumber(redis.call('GET', KEYS[3]) or now)) }
for _, id in ipairs(alive) do
  answer[#answer + 1] = id
end
return answer
