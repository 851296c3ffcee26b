-- Applies a group of mutations of one partition, in order, as one change of the store.
-- KEYS: services hash, revision counter, change stream, then for each mutation its service hash, its lease and its
--   override.
-- ARGV: length to which the stream is trimmed, then for each mutation
--   kind, namespace/service, instance id, lease id, time in ms, expected revision, host:port, record.
--   The time is the ttl, or how long an override lasts. Where an override comes, it stands in the place of host:port,
--   and for a restored one the end in ms since 1970 (0: none) in that of the expected revision.
-- A record comes without its beginning, the revision, and its end, the override: both are added here, where they are
-- known.
-- Answers for each mutation {code, revision or ''}:
--   1 done and new, 0 done, -1 held by somebody else (with the address), -2 no such instance, -3 not as expected.

local SERVICES, REVISION, CHANGES = KEYS[1], KEYS[2], KEYS[3]
local TRIM = ARGV[1]
local HEAD = '^{"revision":(%d+),"lease_id":"([^"]*)","host":"([^"]*)","port":(%d+),"ttl":(%d+)'
local ANY_REVISION = '^{"revision":%d+,'
-- Within a text of the record its quotation marks would be escaped, so this stands at its end or nowhere.
local OVERRIDE = ',"override":{'
-- How long the override of an instance that left waits for its return.
local OVERRIDE_WAITS = 7 * 24 * 3600 * 1000

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local at = string.format('%.0f', now)

local function publish(kind, path, id, revision, record, acknowledge)
  local previous = redis.call('HGET', SERVICES, path) or '0'
  redis.call('HSET', SERVICES, path, revision)
  redis.call('XADD', CHANGES, 'MAXLEN', '~', TRIM, revision .. '-0', 'type', kind, 'service', path, 'instance', id,
    'previous', previous, 'at', at, 'acknowledge', acknowledge and '1' or '0', 'record', record)
end

local function next_revision()
  return string.format('%.0f', redis.call('INCR', REVISION))
end

local function store(kind, hash, path, id, override_key, rest, acknowledge)
  local override = redis.call('GET', override_key)
  if override then
    rest = string.sub(rest, 1, -2) .. ',"override":' .. override .. '}'
  end
  local revision = next_revision()
  local record = '{"revision":' .. revision .. ',' .. rest
  redis.call('HSET', hash, id, record)
  publish(kind, path, id, revision, record, acknowledge)
  return revision
end

local function delete(kind, hash, path, id, override_key, old)
  local revision = next_revision()
  redis.call('HDEL', hash, id)
  if redis.call('PTTL', override_key) == -1 then
    redis.call('PEXPIRE', override_key, OVERRIDE_WAITS)
  end
  publish(kind, path, id, revision, (string.gsub(old, ANY_REVISION, '{"revision":' .. revision .. ',', 1)))
  if redis.call('EXISTS', hash) == 0 then
    redis.call('HDEL', SERVICES, path)
  end
  return revision
end

-- An override that has no end of its own waits for the instance no longer once that is back.
local function keep_override(override_key)
  local override = redis.call('GET', override_key)
  if override and not string.find(override, '"expires_at_ms":', 1, true) then
    redis.call('PERSIST', override_key)
  end
end

local function set_override(override_key, override, lasts)
  if lasts > 0 then
    override = string.sub(override, 1, -2) .. ',"expires_at_ms":' .. string.format('%.0f', now + lasts) .. '}'
    redis.call('SET', override_key, override, 'PX', string.format('%.0f', lasts))
  else
    redis.call('SET', override_key, override)
  end
end

local function restore_override(override_key, override, ends_at)
  if override == '' or redis.call('EXISTS', override_key) == 1 then
    return false
  elseif ends_at == 0 then
    redis.call('SET', override_key, override)
  elseif ends_at > now then
    redis.call('SET', override_key, override, 'PX', string.format('%.0f', ends_at - now))
  end
  return ends_at == 0 or ends_at > now
end

-- What a stored record says beside its revision and override.
local function rest_of(old)
  local from = string.find(old, OVERRIDE, 1, true)
  local plain = from and string.sub(old, 1, from - 1) .. '}' or old
  return (string.gsub(plain, ANY_REVISION, '', 1))
end

local answers = {}
local mutations = (#ARGV - 1) / 8
for i = 1, mutations do
  local base = 2 + (i - 1) * 8
  local kind, path, id, lease_id = ARGV[base], ARGV[base + 1], ARGV[base + 2], ARGV[base + 3]
  local ttl, expected, address, rest = tonumber(ARGV[base + 4]), ARGV[base + 5], ARGV[base + 6], ARGV[base + 7]
  local hash, lease, override_key = KEYS[1 + i * 3], KEYS[2 + i * 3], KEYS[3 + i * 3]

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
      keep_override(override_key)
      answers[i] = { live and 0 or 1,
        store(live and 'updated' or 'registered', hash, path, id, override_key, rest) }
    end
  elseif kind == 'restore' then
    local overridden = restore_override(override_key, address, tonumber(expected))
    if old and overridden then
      answers[i] = { 0, store('updated', hash, path, id, override_key, rest_of(old)) }
    elseif old or held then
      answers[i] = { -3, '' }
    else
      if ttl > 0 then
        redis.call('SET', lease, lease_id, 'PX', ttl)
      end
      answers[i] = { 1, store('registered', hash, path, id, override_key, rest) }
    end
  elseif kind == 'unoverride' and redis.call('DEL', override_key) == 0 then
    answers[i] = { old and -3 or -2, '' }
  elseif not old then
    answers[i] = { -2, '' }
  elseif kind == 'deregister' then
    local owner = held or old_lease
    if lease_id ~= '' and lease_id ~= owner then
      answers[i] = { -1, old_host .. ':' .. old_port }
    else
      redis.call('DEL', lease)
      answers[i] = { 1, delete('deregistered', hash, path, id, override_key, old) }
    end
  elseif kind == 'override' then
    set_override(override_key, address, ttl)
    answers[i] = { 0, store('updated', hash, path, id, override_key, rest_of(old)) }
  elseif kind == 'unoverride' then
    answers[i] = { 0, store('updated', hash, path, id, override_key, rest_of(old)) }
  elseif kind == 'end-override' then
    if redis.call('EXISTS', override_key) == 1 or not string.find(old, OVERRIDE, 1, true) then
      answers[i] = { -3, '' }
    else
      answers[i] = { 0, store('updated', hash, path, id, override_key, rest_of(old)) }
    end
  elseif expected ~= old_revision then
    answers[i] = { -3, '' }
  elseif kind == 'replace' then
    answers[i] = { 0, store('updated', hash, path, id, override_key, rest) }
  elseif kind == 'drain' then
    answers[i] = { 0, store('updated', hash, path, id, override_key, rest, true) }
  elseif held then
    answers[i] = { -3, '' }
  elseif kind == 'expire' then
    answers[i] = { 0, store('expired', hash, path, id, override_key, rest) }
  elseif kind == 'remove' then
    answers[i] = { 0, delete('removed', hash, path, id, override_key, old) }
  end
end
return answers
