-- FenceEntry.kept in one atomic step; 1 if the sender owns the instance.
local by_gen, mark_gen, mark_seq = ARGV[1], ARGV[2], ARGV[3]
local memory_millis, grace_millis, now_millis = ARGV[4], ARGV[5], ARGV[6]

local gen = redis.call('HGET', KEYS[1], 'g')
if not gen or tonumber(gen) ~= tonumber(by_gen) then
  return 0
end
raise(mark_gen, mark_seq, grace_millis, now_millis)
redis.call('PEXPIRE', KEYS[1], memory_millis)
return 1
