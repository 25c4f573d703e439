"""Did it help: effect, movement, verdict; try-outs of plays."""
