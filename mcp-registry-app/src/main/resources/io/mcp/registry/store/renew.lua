-- Renews leases of one partition. A lease id ends with '-' and its ttl in ms, so that nothing but the lease is read.
-- KEYS: leases. ARGV: for each the lease id that must hold it, or '' for whichever does.
-- Answers for each: 1 renewed, 0 no such lease, -1 held by another lease id.

local answers = {}
for i, lease in ipairs(KEYS) do
  local held = redis.call('GET', lease)
  if not held then
    answers[i] = 0
  elseif ARGV[i] ~= '' and ARGV[i] ~= held then
    answers[i] = -1
  else
    redis.call('PEXPIRE', lease, string.match(held, '%-(%d+)$'))
    answers[i] = 1
  end
end
return answers
