-- How long leases of one partition still run. KEYS: leases. Answers for each: ms, or -2 where it has ended.

local answers = {}
for i, lease in ipairs(KEYS) do
  answers[i] = redis.call('PTTL', lease)
end
return answers
