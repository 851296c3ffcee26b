-- Begins to read a partition: says which life of its data this is, and begins a new one where there is none, or where
-- the data is behind what the caller has seen of it.
-- A life begins above every revision that the caller knows, so that revisions only grow for whoever asks.
-- KEYS: epoch, revision counter, services hash (same slot).
-- ARGV: name of a new life, highest revision that the caller has seen.
-- Answers {epoch, revision}.

local epoch = redis.call('GET', KEYS[1])
local revision = tonumber(redis.call('GET', KEYS[2]) or '0')
local seen = tonumber(ARGV[2])
if not epoch or revision < seen then
  epoch = ARGV[1]
  redis.call('SET', KEYS[1], epoch)
  if revision <= seen and seen > 0 then
    revision = seen + 1
    local text = string.format('%.0f', revision)
    redis.call('SET', KEYS[2], text)
    for _, path in ipairs(redis.call('HKEYS', KEYS[3])) do
      redis.call('HSET', KEYS[3], path, text)
    end
  end
end
return { epoch, string.format('%.0f', revision) }
