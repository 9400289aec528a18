# A disk of some size at a folder: a program is run until it is full, then it is made larger, and the program run again.
# in_small_disk.sh FOLDER SMALL LARGE COPY PROGRAM... ; what is on the disk in the end is copied, as it goes with this shell.
set -u
folder=$1 small=$2 large=$3 copy=$4
shift 4
mount -t tmpfs -o "size=$small" tmpfs "$folder" || exit 90
"$@" && exit 91
# With its source named, mount does not repeat the owner that the disk has outside, who is nobody here.
mount -o "remount,size=$large" tmpfs "$folder" || exit 90
"$@" || exit 92
cp -r "$folder/." "$copy"
