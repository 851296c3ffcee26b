-- Writes one field of a board and keeps the board for some time longer: two commands by themselves could leave it for ever.
-- KEYS: the board. ARGV: field, value, seconds for which it is kept.

redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return {}
