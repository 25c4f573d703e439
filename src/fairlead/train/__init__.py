"""Who practises what, when: trainings, start groups, power, practice."""
