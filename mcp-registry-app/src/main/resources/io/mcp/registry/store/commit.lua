-- Applies a group of mutations of one partition, in order, as one change of the store.
-- KEYS: services hash, revision counter, change stream, then for each mutation its service hash and its lease.
-- ARGV: length to which the stream is trimmed, then for each mutation
--   kind, namespace/service, instance id, lease id, ttl in ms, expected revision, host:port, record.
-- A record comes without its beginning: the revision is put in front here, where it is known.
-- Answers for each mutation {code, revision or ''}:
--   1 done and new, 0 done, -1 held by somebody else (with the address), -2 no such instance, -3 not as expected.

local SERVICES, REVISION, CHANGES = KEYS[1], KEYS[2], KEYS[3]
local TRIM = ARGV[1]
local HEAD = '^{"revision":(%d+),"lease_id":"([^"]*)","host":"([^"]*)","port":(%d+),"ttl":(%d+)'
local ANY_REVISION = '^{"revision":%d+,'

local time = redis.call('TIME')
local at = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))

local function publish(kind, path, id, revision, record)
  local previous = redis.call('HGET', SERVICES, path) or '0'
  redis.call('HSET', SERVICES, path, revision)
  redis.call('XADD', CHANGES, 'MAXLEN', '~', TRIM, revision .. '-0', 'type', kind, 'service', path, 'instance', id,
    'previous', previous, 'at', at, 'record', record)
end

local function next_revision()
  return string.format('%.0f', redis.call('INCR', REVISION))
end

local function store(kind, hash, path, id, rest)
  local revision = next_revision()
  local record = '{"revision":' .. revision .. ',' .. rest
  redis.call('HSET', hash, id, record)
  publish(kind, path, id, revision, record)
  return revision
end

local function delete(kind, hash, path, id, old)
  local revision = next_revision()
  redis.call('HDEL', hash, id)
  publish(kind, path, id, revision, (string.gsub(old, ANY_REVISION, '{"revision":' .. revision .. ',', 1)))
  if redis.call('EXISTS', hash) == 0 then
    redis.call('HDEL', SERVICES, path)
  end
  return revision
end

local answers = {}
local mutations = (#ARGV - 1) / 8
for i = 1, mutations do
  local base = 2 + (i - 1) * 8
  local kind, path, id, lease_id = ARGV[base], ARGV[base + 1], ARGV[base + 2], ARGV[base + 3]
  local ttl, expected, address, rest = tonumber(ARGV[base + 4]), ARGV[base + 5], ARGV[base + 6], ARGV[base + 7]
  local hash, lease = KEYS[2 + i * 2], KEYS[3 + i * 2]

  local held = redis.call('GET', lease)
  local old = redis.call('HGET', hash, id)
  local old_revision, old_lease, old_host, old_port, old_ttl
  if old then
    old_revision, old_lease, old_host, old_port, old_ttl = string.match(old, HEAD)
  end

  if kind == 'register' then
    local live = old and (held or old_ttl == '0')
    if live and old_host .. ':' .. old_port ~= address then
      answers[i] = { -1, old_host .. ':' .. old_port }
    else
      if ttl > 0 then
        redis.call('SET', lease, lease_id, 'PX', ttl)
      else
        redis.call('DEL', lease)
      end
      answers[i] = { live and 0 or 1, store(live and 'updated' or 'registered', hash, path, id, rest) }
    end
  elseif not old then
    answers[i] = { -2, '' }
  elseif kind == 'deregister' then
    local owner = held or old_lease
    if lease_id ~= '' and lease_id ~= owner then
      answers[i] = { -1, old_host .. ':' .. old_port }
    else
      redis.call('DEL', lease)
      answers[i] = { 1, delete('deregistered', hash, path, id, old) }
    end
  elseif expected ~= old_revision then
    answers[i] = { -3, '' }
  elseif kind == 'replace' then
    answers[i] = { 0, store('updated', hash, path, id, rest) }
  elseif held then
    answers[i] = { -3, '' }
  elseif kind == 'expire' then
    answers[i] = { 0, store('expired', hash, path, id, rest) }
  elseif kind == 'remove' then
    answers[i] = { 0, delete('removed', hash, path, id, old) }
  end
end
return answers
