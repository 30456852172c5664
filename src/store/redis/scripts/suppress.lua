-- Puts suppressions on an address, and says whom they must be copied to before they are acknowledged.
-- KEYS[1] the address's suppressions (a hash) · KEYS[2] the customers linked to it (a set)
-- ARGV    field and JSON of each; the field names what makes a suppression the same as an earlier one
-- RETURN  {what stands for each of them ...}, {linked customers ...}
local standing = {}
for index = 1, #ARGV, 2 do
  redis.call('HSETNX', KEYS[1], ARGV[index], ARGV[index + 1])
  standing[#standing + 1] = redis.call('HGET', KEYS[1], ARGV[index])
end
return {standing, redis.call('SMEMBERS', KEYS[2])}
