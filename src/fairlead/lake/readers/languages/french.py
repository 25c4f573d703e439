"""French header words by what they mean; see `languages`."""

WORDS = """
deal: opportunité opportunités affaire affaires devis offre offres projet projets dossier
  dossiers proposition propositions vente deal piste appel_d_offres ao chantier mandat mission
  demande consultation étude
account: client clients clt société sociétés entreprise compte comptes prospect raison_sociale
  organisation donneur_d_ordre acheteur maître_d_ouvrage enseigne établissement assuré
  souscripteur adhérent tiers partenaire locataire revendeur
contact: contact interlocuteur contact_principal décideur correspondant
owner: propriétaire commercial commerciale vendeur vendeuse responsable chargé_d_affaires
  chargée_d_affaires ingénieur_commercial ingénieur_d_affaires attribué assigné suivi_par
  affecté gestionnaire conseiller conseillère négociateur technico_commercial délégué
  chargé_de_clientèle chargé porteur pilote représentant courtier agent consultant resp
  apporteur_interne com
assistant: assistant assistante sédentaire avant_vente avant_ventes appui binôme second
  télévendeur
manager: manager chef chef_d_équipe supérieur directeur directrice responsable_hiérarchique n_1
  encadrant hiérarchie chef_des_ventes chef_de_secteur superviseur animateur
person: employé collaborateur collaborateurs salarié utilisateur personne agent matricule
name: nom noms intitulé libellé désignation dénomination
firstname: prénom
lastname: nom_de_famille patronyme
id: n no numéro num id code réf référence identifiant clé matricule nº
title: titre objet intitulé libellé sujet description désignation descriptif
date: date dates jour le quand heure dt
create: création créé créée ouverture ouvert ouverte saisie saisi réception reçu reçue entrée
  enregistré enregistrement ajout ajouté demande arrivée émission établissement
first: premier première 1er
close: clôture clôturé clôturée closing fermeture fermé fermée fin_d_affaire conclusion conclu
  terminé
won: gagné gagnée gain acceptation accepté accord attribution obtenu
lost: perdu perdue perte refus refusé échec abandon abandonné rejet non_conclu
expect: prévu prévue prévisionnel prévisionnelle prévision estimé estimée attendu attendue prév
  prévi prévis probable espéré planifié escompté envisagé visée
actual: réel réelle effectif effective
until: échéance limite avant_le butoir
decide: décision décision_le arbitrage réponse
sign: signature signé signée contrat
order: commande commandé cde bon_de_commande
amount: montant montants valeur prix ca chiffre_d_affaires total somme volume potentiel mt mnt
  honoraires prime budget_client mtt enjeu panier loyer
net: ht hors_taxe hors_taxes net
gross: ttc brut toutes_taxes
excl: hors sans
incl: avec inclus
vat: tva taxe taxes
cost: coût coûts achat revient charges dépenses
margin: marge bénéfice marges
listprice: tarif catalogue public liste
discount: remise rabais ristourne acompte franchise escompte
weighted: au_prorata prorata pondéré pondérée
commission: commission commissions prime_commerciale
budget: budget
paid: payé paiement règlement réglé encaissé encaissement
invoice: facture facturé facturation
unit: unitaire unité par
quantity: quantité qté nombre nb effectif heures surface m2
probability: probabilité proba prob pourcentage chances taux taux_de_réussite score confiance
stage: étape phase stade avancement étape_de_vente maturité jalon
status: statut état situation stat
outcome: résultat issue gagné_perdu dénouement conclusion_affaire
reason: motif raison cause raisons motifs pourquoi
source: source origine provenance canal canal_d_acquisition apporteur prescripteur
campaign: campagne
next: prochain prochaine suivant suivante à_venir
last: dernier dernière der précédent
step: action étape tâche démarche à_faire
touch: contact appel visite rendez_vous rdv relance échange réunion rappel contacté
modify: modification modifié modifiée mise_à_jour màj changement actualisé
deliver: livraison livré expédition
install: effet prise_d_effet installation pose mise_en_service travaux exécution validité
  expiration renouvellement emménagement réalisation
start: début démarrage commencement
end: fin terme
birth: naissance anniversaire né
remind: relance rappel
product: produit produits article prestation service gamme solution branche famille
type: type nature genre type_d_affaire
segment: segment classe typologie
industry: industrie secteur_d_activité branche_d_activité activité_client naf
region: pays ville département localité commune lieu
postcode: cp code_postal
address: adresse rue
phone: téléphone tél mobile portable gsm
email: email mail courriel e_mail mél
taxno: siret siren tva_intra n_tva
note: note notes commentaire commentaires remarque remarques observation observations
url: lien url site site_web
competitor: concurrent concurrents concurrence
currency: devise monnaie
pipeline: pipeline entonnoir processus_de_vente pipe tunnel
forecast: prévision forecast
category: catégorie
team: équipe groupe pôle service_commercial
territory: territoire secteur agence région zone bureau antenne
role: rôle fonction poste emploi métier titre_du_poste
hire: embauche entrée_dans_l_entreprise date_d_entrée arrivée ancienneté
leave: départ sortie date_de_sortie
target: objectif objectifs quota cible budget
period: mois trimestre année période semaine exercice semestre
activity: activité activités action appel visite rendez_vous contact
duration: durée minutes mn min
sales: vente ventes commercial commerciale
new: nouveau nouvelle
old: ancien ancienne précédent
to: vers à
from: de depuis
by: par
stagename: négociation qualification découverte chiffrage soutenance
send: envoyé envoyée transmis remis remise_offre
filler: de du des la le les l d et en au aux un une sur pour dans est eur k
"""
